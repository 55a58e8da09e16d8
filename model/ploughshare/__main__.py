"""`python -m ploughshare` is the same as the `ploughshare` command."""

from ploughshare.cli.main import main

if __name__ == "__main__":
    main()
