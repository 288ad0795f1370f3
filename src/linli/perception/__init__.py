"""Perception (感知层): what devices say becomes durable, mandated readings. Asyncio, no Django."""
