import {
  to = stytchoauth_connected_app.web
  id = "connected-app-test-0bb7b586-7c2b-4d3d-9a01-52f0e8c3a9d1"
}
