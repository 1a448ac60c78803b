"""A simulated Bilibili: private messages, notices and login of one account, all hosts behind one address."""
