"""Linli 邻里: a self-hosted platform on which a community and its machines share one loop."""

__version__ = "0.1.0"
