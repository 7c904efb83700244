# client_id
terraform import stytchoauth_connected_app.web connected-app-test-0bb7b586-7c2b-4d3d-9a01-52f0e8c3a9d1
