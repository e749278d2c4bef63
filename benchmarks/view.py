"""How closed and how quick the 3D view is, on a display with software rendering.

Run from the top folder:
``xvfb-run -a -s "-screen 0 1280x1024x24 -noreset" python -m benchmarks.view [FOLDER]``,
or with ``--help`` for less of it.

Meshes (``*.ply`` in FOLDER and below; made parts without one) are scanned by the simulated
scanner and shown by the same view from the same cameras. Told are the share of the mesh's pixels
that show background in the scan's picture, and the mean difference of the grey values where both
have a surface. Then times at a million points. Nothing else should run on the machine.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import trimesh
from PySide6.QtWidgets import QApplication
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonCore import vtkPoints

from app.launch import prepare_environment
from app.viewport.base import CameraPreset, ViewStyle
from app.viewport.geometry import DisplayGeometry, prepare_geometry
from app.viewport.pyvista_view import PyVistaViewport
from benchmarks.window import StallMeter, report, wait_until
from btp_core.base.arrays import Float64Array, UInt8Array
from btp_core.lab.synth.defects import DefectiveMesh
from btp_core.lab.synth.scanner import simulate_scan
from btp_core.lab.synth.scanner_settings import ScannerSettings
from btp_core.rendering.camera import overview, view_axes
from btp_core.rendering.splat import draw
from btp_core.scans.scan import Scan

SIZE = (1000, 700)
ZOOMS = (1, 5, 20)
COUNTS = (50_000, 1_000_000)
MOST_PARTS = 6
PLACES = 4
MOVING_SECONDS = 2.0
AT_ONCE = 400_000
"""Points of one simulated scan; more are joined from several."""
MOST_OPEN = 0.005
OPAQUE = 128


def meshes(folder: Path | None) -> Iterator[tuple[str, trimesh.Trimesh]]:
    """The first few meshes of a folder, or made ones."""
    if folder is None:
        yield "ring", trimesh.creation.annulus(12.0, 30.0, 14.0, sections=96)
        yield "block", trimesh.creation.box((60.0, 40.0, 20.0)).subdivide_to_size(6.0)
        yield "ball", trimesh.creation.icosphere(subdivisions=4, radius=25.0)
        return
    for path in sorted(folder.rglob("*.ply"))[:MOST_PARTS]:
        yield path.parent.name if path.stem == "cad" else path.stem, trimesh.load_mesh(path)


def scan_of(mesh: trimesh.Trimesh, count: int) -> Float64Array:
    """``(N, 3)`` about ``count`` points of a simulated scan with the scanner's usual noise."""
    defective = DefectiveMesh(mesh, np.zeros(len(mesh.vertices), np.uint8))
    settings = ScannerSettings(n_points=min(count, AT_ONCE), even=count <= AT_ONCE)
    parts: list[Float64Array] = []
    # Parts with hidden surface give fewer points than were asked for.
    for seed in range(4 * -(-count // AT_ONCE)):
        scan = simulate_scan(defective, settings, np.random.default_rng(seed))
        parts.append(scan.points.astype(np.float64))
        if sum(map(len, parts)) >= count:
            break
    return np.concatenate(parts)[:count]


def look(view: PyVistaViewport, place: Float64Array | None, zoom: float) -> None:
    """At the whole part, or so many times as close at a place of the scene."""
    view.set_camera(CameraPreset.ISOMETRIC)
    if place is not None:
        camera = view._interactor.camera
        away = np.asarray(camera.position) - np.asarray(camera.focal_point)
        camera.focal_point, camera.position = tuple(place), tuple(place + away / zoom)
        camera.SetWindowCenter(0.0, 0.0)


def picture(view: PyVistaViewport) -> UInt8Array:
    """What the view shows at rest, ``(H, W, 4)`` with opacity."""
    image = view.picture(SIZE, 1.0, centred=False, transparent=True)
    raw = np.frombuffer(image.constBits(), dtype=np.uint8)
    return raw.reshape(SIZE[1], SIZE[0], 4).copy()


def seen_places(view: PyVistaViewport, geometry: DisplayGeometry) -> Float64Array:
    """Places of a mesh in its isometric view, spread over its picture."""
    view.set_camera(CameraPreset.ISOMETRIC)
    toward = np.asarray(view._interactor.camera.position, dtype=np.float64)
    toward /= np.linalg.norm(toward)
    assert geometry.faces is not None
    corners = geometry.points[geometry.faces].astype(np.float64)
    middles = corners.mean(axis=1)
    # Middles of large faces that nothing lies before: rays would need a library of their own.
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    front = normal @ toward > 0.4 * np.linalg.norm(normal, axis=1)
    order = np.argsort(-(middles @ toward) + 1e9 * ~front)
    step = max(int(front.sum()) // (2 * PLACES), 1)
    return np.asarray(middles[order[: step * PLACES : step]])


def compare(view: PyVistaViewport, folder: Path | None, counts: Sequence[int]) -> None:
    """Scans beside the meshes that they were simulated from."""
    open_share: dict[tuple[int, int], list[float]] = {}
    shading: dict[tuple[int, int], list[float]] = {}
    for name, mesh in meshes(folder):
        surface = prepare_geometry(Scan(np.asarray(mesh.vertices), np.asarray(mesh.faces)))
        view.show_geometry(surface)
        places = seen_places(view, surface)
        cameras = [(1, None), *((zoom, place) for zoom in ZOOMS[1:] for place in places)]
        truth = []
        for zoom, place in cameras:
            look(view, place, zoom)
            truth.append(picture(view))
        for count in counts:
            scan = Scan(scan_of(mesh, count))
            geometry = prepare_geometry(scan, like=surface)
            view.show_geometry(surface)
            for number, (zoom, place) in enumerate(cameras):
                look(view, place, zoom)
                view.show_geometry(geometry, keep_camera=True)
                shown = picture(view)
                view.show_geometry(surface, keep_camera=True)
                solid = truth[number][..., 3] >= OPAQUE
                is_open = solid & (shown[..., 3] < OPAQUE)
                both = solid & ~is_open
                grey = [
                    image[..., :3].astype(np.float64).mean(axis=2)
                    for image in (truth[number], shown)
                ]
                key = count, zoom
                open_share.setdefault(key, []).append(float(is_open.sum() / max(solid.sum(), 1)))
                difference = float(np.abs(grey[0] - grey[1])[both].mean() / 255.0)
                shading.setdefault(key, []).append(difference)
        print(f"# {name}", flush=True)
    for key, shares in sorted(open_share.items()):
        what = f"open, {key[0]:,} points, {key[1]}x, mean of {len(shares)} views"
        report(what, 100 * float(np.mean(shares)), "%", 100 * MOST_OPEN)
        report("  the worst of them", 100 * max(shares), "%", 100 * MOST_OPEN)
        report("  difference of shading", 100 * float(np.mean(shading[key])), "%", 100.0)


def measure_times(view: PyVistaViewport, folder: Path | None) -> None:
    """A million points: moving, coming to rest, dragging the threshold."""
    _, mesh = next(meshes(folder))
    scan = Scan(scan_of(mesh, 1_000_000))
    started = time.perf_counter()
    geometry = prepare_geometry(scan)
    report("preparing the view, 10^6 points", time.perf_counter() - started, "s", 2.0)
    view.show_geometry(geometry)
    view.set_scores(np.linspace(0, 1, scan.n_points, dtype=np.float32))
    frames = [0]
    view.drawn_changed.connect(lambda _count: frames.__setitem__(0, frames[0] + 1))
    settle(view)
    for zoom in ZOOMS:
        look(view, geometry.points[0].astype(np.float64) if zoom > 1 else None, zoom)
        with StallMeter() as meter:
            view._motion.begin_drag()
            rate, each = steps(view, frames, turn)
            view._motion.end_drag()
            wait_until(lambda: not view._motion.moving)
            started = time.perf_counter()
            settle(view)
            seconds = time.perf_counter() - started
        report(f"frames a second while moving, {zoom}x", rate, "1/s", 15, most=False)
        report("  processor time of a frame on the GUI thread", 1000 * each, "ms", 67)
        report(f"from rest to the sharp picture, {zoom}x", seconds, "s", 0.4)
        report("  longest block of the GUI thread", 1000 * meter.longest, "ms", 100)
        report("  of it processor time", 1000 * meter.longest_cpu, "ms", 100)
        rate, each = steps(view, frames, recolour)
        report(f"threshold drag, {zoom}x", rate, "1/s", 15, most=False)
        report("  processor time of a step on the GUI thread", 1000 * each, "ms", 67)
        began = time.process_time()
        picture(view)
        report("  processor time of the sharp picture", time.process_time() - began, "s", 0.4)
    started = time.perf_counter()
    positions = geometry.points
    draw(
        positions,
        np.full((len(positions), 3), 180, np.uint8),
        overview(view_axes(np.array([1.0, -1.0, 0.75])), positions),
        SIZE,
        spacing=float(np.median(geometry.spacing)) if geometry.spacing is not None else 0.0,
        background=None,
    )
    report("other ways: the renderer of saved pictures", time.perf_counter() - started, "s", 0.4)
    report("  the graphics, 10^6 points of one pixel", graphics_seconds(positions), "s", 0.067)


def turn(view: PyVistaViewport, number: int) -> None:
    """A step of a drag."""
    view._interactor.camera.Azimuth(2.0 if number % 40 < 20 else -2.0)
    view._draw()


def recolour(view: PyVistaViewport, number: int) -> None:
    """A step of the threshold's handle."""
    view.set_style(ViewStyle(threshold=round(0.5 + 0.4 * float(np.sin(number / 9)), 2)))


def steps(
    view: PyVistaViewport, frames: list[int], step: Callable[[PyVistaViewport, int], None]
) -> tuple[float, float]:
    """How many steps a second are drawn, each before the next is made.

    With it, seconds of processor time that each takes of the GUI thread: what the rate would be
    on a machine that does nothing else.
    """
    started, number, cpu = time.perf_counter(), 0, time.thread_time()
    while time.perf_counter() - started < MOVING_SECONDS:
        number += 1
        before = frames[0]
        step(view, number)
        wait_until(lambda before=before: frames[0] > before)  # type: ignore[misc]
    return number / (time.perf_counter() - started), (time.thread_time() - cpu) / number


def settle(view: PyVistaViewport) -> None:
    """Wait for the sharp picture."""
    drawn = [-1]
    connection = view.drawn_changed.connect(lambda count: drawn.__setitem__(0, count))
    view._draw()
    wait_until(lambda: view._scene is not None and drawn[0] == view._scene.geometry.n_shown)
    view.drawn_changed.disconnect(connection)


def graphics_seconds(points: np.ndarray) -> float:
    """A frame of points as the graphics system draws them: less than any way over it takes."""
    from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
    from vtkmodules.vtkRenderingCore import (
        vtkActor,
        vtkPolyDataMapper,
        vtkRenderer,
        vtkRenderWindow,
    )

    data, held, cells = vtkPolyData(), vtkPoints(), vtkCellArray()
    held.SetData(numpy_to_vtk(np.ascontiguousarray(points)))  # type: ignore[no-untyped-call]
    cells.InsertNextCell(len(points), list(range(len(points))))
    data.SetPoints(held)
    data.SetVerts(cells)
    mapper, actor = vtkPolyDataMapper(), vtkActor()
    mapper.SetInputData(data)
    actor.SetMapper(mapper)
    window, renderer = vtkRenderWindow(), vtkRenderer()
    window.SetOffScreenRendering(True)
    window.SetMultiSamples(0)
    window.SetSize(*SIZE)
    window.AddRenderer(renderer)
    renderer.AddActor(actor)
    window.Render()
    started = time.perf_counter()
    for _ in range(3):
        renderer.GetActiveCamera().Azimuth(5)
        window.Render()
        window.WaitForCompletion()
    seconds = (time.perf_counter() - started) / 3
    window.Finalize()
    return seconds


def main() -> None:
    """Measure over the meshes of a folder, or over made ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="of meshes")
    parser.add_argument("--points", type=int, nargs="*", default=COUNTS, help="of the scans")
    parser.add_argument("--no-pictures", action="store_true", help="measure times only")
    parser.add_argument("--no-times", action="store_true", help="compare pictures only")
    options = parser.parse_args()
    prepare_environment()
    application = QApplication(sys.argv[:1])
    view = PyVistaViewport()
    view.resize(*SIZE)
    view.show()
    if not options.no_pictures:
        compare(view, options.folder, options.points)
    if not options.no_times:
        measure_times(view, options.folder)
    view.shutdown()
    application.quit()


if __name__ == "__main__":
    main()
