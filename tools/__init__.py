"""Tools of the makers: what builds the example, measures and checks; no part of the program."""
