"""Making a design, and the good parts that do not belong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from btp_core.base.errors import DesignError
from btp_core.designs.design import Design
from btp_core.scans.scan import Scan
from tests.core.designs.bracket import BOXES, displaced, good, scanned, surface
from tests.core.shapes_for_tests import sphere


def named(scan: Scan, name: str) -> Scan:
    return replace(scan, path=Path(name))


def test_nothing_to_make_it_from() -> None:
    with pytest.raises(DesignError, match="at least one good scan or a CAD mesh"):
        Design.create(None, [], name="nothing")


def test_a_copy_is_named() -> None:
    with pytest.raises(DesignError, match=r"b\.ply is the same scan as a\.ply"):
        Design.create(None, [named(good(0), "a.ply"), named(good(0), "b.ply")], name="twice")


def test_a_scan_of_200_points_is_named() -> None:
    few = Scan(points=good(1).points[:200], path=Path("few.ply"))
    with pytest.raises(DesignError, match=r"few\.ply has 200 usable points"):
        Design.create(None, [good(0), few], name="few")


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_one_that_does_not_fit_is_named(place: int) -> None:
    scans = [named(good(i), f"good {i}.ply") for i in range(2)]
    scans.insert(place, Scan(points=sphere(8000, 38.0), path=Path("odd.ply")))
    with pytest.raises(DesignError, match=r"odd\.ply"):
        Design.create(None, scans, name="odd", workers=1)


def test_inches_among_millimetres_are_named() -> None:
    inches = Scan(points=good(1).points / 25.4, path=Path("inch.ply"))
    with pytest.raises(DesignError, match="inches and millimetres are mixed"):
        Design.create(None, [good(0), inches, good(2)], name="mixed")


def test_leave_one_out_finds_the_defective_part() -> None:
    scans = [named(good(0), "a.ply"), named(good(1), "b.ply")]
    scans.append(named(scanned(displaced(surface(seed=2), -1.5), 2), "dented.ply"))
    checks = Design.create(None, scans, name="three", workers=1).check(workers=1)
    assert [check.name for check in checks if check.odd] == ["dented.ply"]


def test_a_cad_mesh_alone_is_enough() -> None:
    design = Design.create(None, name="cad", cad=bracket_mesh(), workers=1)
    assert design.has_cad
    assert design.n_good == 0
    alignment = design.align(scanned(displaced(surface(seed=3), -1.0), 3), workers=1)
    means = alignment.measured.scales[:, 1]
    assert np.nanmin(means) == pytest.approx(-1.0, abs=0.2)


def test_flipped_faces_do_not_turn_dents_into_bulges() -> None:
    mesh = bracket_mesh()
    assert mesh.faces is not None
    flipped = replace(mesh, faces=mesh.faces[:, ::-1])
    design = Design.create(None, name="cad", cad=flipped, workers=1)
    alignment = design.align(scanned(displaced(surface(seed=3), -1.0), 3), workers=1)
    assert np.nanmin(alignment.measured.scales[:, 1]) < -0.8


def test_a_cloud_is_no_cad_mesh() -> None:
    with pytest.raises(DesignError, match="no faces"):
        Design.create(None, name="cloud", cad=good(0))


def test_a_further_good_scan_makes_the_next_version(bracket_design: Design) -> None:
    more = bracket_design.add(None, [good(4)], workers=1)
    assert (more.version, more.n_good) == (bracket_design.version + 1, 3)
    assert more.reference.sources == 3


def bracket_mesh() -> Scan:
    """Its boxes as triangles; the faces inside are no one's to see."""
    points, faces = [], []
    for low, high in BOXES:
        base = len(points)
        for i in range(8):
            corner = [(low, high)[(i >> axis) & 1][axis] for axis in range(3)]
            points.append(corner)
        quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
        for a, b, c, d in quads:
            faces += [(base + a, base + b, base + c), (base + a, base + c, base + d)]
    return Scan(points=np.asarray(points), faces=np.asarray(faces, dtype=np.int64))


def test_files_do_as_well_as_scans_in_memory(tmp_path: Path) -> None:
    paths = []
    for number in range(2):
        paths.append(tmp_path / f"good {number}.npy")
        np.save(paths[-1], good(number).points)
    from_files = Design.create(None, paths, name="files", workers=1)
    in_memory = Design.create(None, [good(0), good(1)], name="memory", workers=1)
    assert [one.name for one in from_files.sources] == ["good 0.npy", "good 1.npy"]
    assert np.array_equal(from_files.reference.points, in_memory.reference.points)
