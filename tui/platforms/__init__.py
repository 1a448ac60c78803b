"""One folder a platform; each knows the chat language and its own wire, and nothing of the others."""
