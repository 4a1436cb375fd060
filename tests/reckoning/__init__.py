"""The definitions a second time, slowly and plainly, written without sight of the product's queries."""
