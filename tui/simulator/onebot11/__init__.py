"""A simulated OneBot 11 implementation in NapCat's dialect; what only NapCat does so is in `shapes`, `history` and `errors`."""
