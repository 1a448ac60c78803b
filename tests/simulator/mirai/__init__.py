"""The simulated mirai-api-http, met by raw clients."""
