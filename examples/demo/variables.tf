variable "base_url" {
  description = "The URL of Stytch's API. Leave it out for a real project: the provider knows it."
  type        = string
  default     = null
}

variable "b2b" {
  description = "A B2B project with a Member who has logged in with Slack, a Connected App, and an M2M client."
  type = object({
    project_id      = string
    public_token    = string
    organization_id = string
    member_id       = string
    client_id       = string
    redirect_uri    = string
    m2m_client_id   = string
  })
}

variable "consumer" {
  description = "A Consumer project with a User."
  type = object({
    project_id   = string
    public_token = string
    user_id      = string
  })
}

# An ephemeral variable is kept in neither the state nor a saved plan.
variable "secrets" {
  description = "The API secrets of both projects, and the secret of the M2M client."
  type = object({
    b2b        = string
    consumer   = string
    m2m_client = string
  })
  ephemeral = true
  sensitive = true
}
