"""A person's own Bilibili inbox: private messages over the calls of the web page, asked for no faster than the page does."""
