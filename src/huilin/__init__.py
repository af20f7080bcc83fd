"""Huilin 惠邻: open books for a community fund and the enterprise that feeds it."""

__version__ = "0.1.0"
