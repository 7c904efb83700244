import {
  to = stytchoauth_connected_app.web

  identity = {
    client_id  = "connected-app-test-0bb7b586-7c2b-4d3d-9a01-52f0e8c3a9d1"
    project_id = "project-test-9a6d7e6f-3f0c-4b8e-8f57-9d1b8a5c2e04"
  }
}
