"""Application 智慧应用层: what people do together, built on everything below."""
