"""The disclosure of a closed period: made whole, searched for personal data, then published in one swap."""

from huilin.publication.publishing import NotPublishableError, Publication, publish

__all__ = ["NotPublishableError", "Publication", "publish"]
