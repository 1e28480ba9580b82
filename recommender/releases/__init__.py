"""How a newly learnt version comes into use: judged beside the present one on deeds that neither saw, kept, switched back."""

from recommender.releases.counting_anew import count_version_anew
from recommender.releases.kept import Version, list_versions, version_before
from recommender.releases.releasing import Release, release
from recommender.releases.taking import take
from recommender.releases.verdict import Verdict

__all__ = ["Release", "Verdict", "Version", "count_version_anew", "list_versions", "release", "take", "version_before"]
