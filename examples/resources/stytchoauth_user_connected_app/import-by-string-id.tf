import {
  to = stytchoauth_user_connected_app.agent
  id = "user-test-5ccf82bc-485d-4919-9e11-40084b02dc28,connected-app-test-c48152cf-8732-4981-8fd5-e52dd989d75f"
}
