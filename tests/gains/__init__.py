"""Nobody gains by silence, by leaving or by choosing the word: honest histories beside the same with one act."""
