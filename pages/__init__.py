"""The pages, one file each; run by the shell."""
