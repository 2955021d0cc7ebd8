"""A start and a teacher for which every hypothesis of the theorem is met and none of its bounds is vacuous.

    python3 Examples/paper_regime.py                     # writes W0.npy and T.npy
    twophase run --init W0.npy --teacher T.npy --gamma 0.005 ...   (docs/theorem/paper-regime.md)

d = 100 and gamma = 0.005. The start is -0.0045 I, so |f_A| begins near 0.45, a hundred times 197 gamma^2 = 0.0049: Phase 1
has work to do. The teacher is 0.0045 times an orthogonal antisymmetric matrix, the direction in which Phase 2 is slowest
(margin pi/2 - 1): the log T / T bound is then below the distance that Phase 2 begins with.
"""

import numpy as np

d, bound = 100, 0.0045
turn = np.array([[0.0, 1.0], [-1.0, 0.0]])
basis, _ = np.linalg.qr(np.random.default_rng(1).standard_normal((d, d)))
np.save("W0.npy", -bound * np.eye(d))
np.save("T.npy", bound * basis @ np.kron(np.eye(d // 2), turn) @ basis.T)
