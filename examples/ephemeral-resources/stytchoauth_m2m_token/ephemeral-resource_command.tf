# Hands the token to a command, whose output Terraform then hides.
resource "terraform_data" "job" {
  provisioner "local-exec" {
    command     = "echo Your command goes here."
    environment = { TOKEN = ephemeral.stytchoauth_m2m_token.worker.access_token }
  }
}
