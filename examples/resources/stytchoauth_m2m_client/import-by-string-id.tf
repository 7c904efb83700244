import {
  to = stytchoauth_m2m_client.worker
  id = "m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885"
}
