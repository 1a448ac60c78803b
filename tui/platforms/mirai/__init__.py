"""QQ over mirai-api-http 2: the chain, events, calls over one connection, and the platform that puts them together."""
