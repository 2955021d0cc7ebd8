import GRDB

/// The tables of a store; docs/store.md describes every column.
enum StoreSchema {
  /// "TwPh" in SQLite's header: a file with another number is not ours.
  static let applicationID: Int32 = 0x5477_5068

  /// Every version of the schema, in order. A migration that has been released is never changed.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: runs, series, events, verdicts, weights, checkpoints") { db in
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try db.execute(sql: runs + series + events + verdicts + weights + checkpoints)
    }
    migrator.registerMigration("2: experiments") { db in try db.execute(sql: experiments) }
    return migrator
  }

  private static let runs = """
    CREATE TABLE runs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT,
      kind TEXT NOT NULL CHECK (kind IN ('run', 'trajectory')),
      status TEXT NOT NULL
        CHECK (status IN ('running', 'completed', 'converged', 'diverged', 'interrupted', 'undefined')),
      statusStep INTEGER,
      statusReason TEXT,
      startedAt TEXT NOT NULL,
      endedAt TEXT,
      command TEXT,
      workingFolder TEXT,
      host TEXT,
      processor TEXT,
      system TEXT,
      version TEXT,
      backend TEXT NOT NULL,
      threads INTEGER NOT NULL,
      dimension INTEGER NOT NULL,
      slope REAL NOT NULL,
      readout TEXT NOT NULL,
      identityMapping INTEGER NOT NULL,
      learningRate REAL,
      paperLearningRate REAL,
      batch INTEGER,
      seed TEXT,
      phaseTwoStart INTEGER,
      facts TEXT NOT NULL
    );

    """

  private static let experiments = """
    CREATE TABLE experiments (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      isQuick INTEGER NOT NULL,
      seed TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('running', 'completed', 'interrupted', 'failed')),
      startedAt TEXT NOT NULL,
      endedAt TEXT,
      command TEXT,
      workingFolder TEXT,
      host TEXT,
      version TEXT,
      result TEXT
    );
    CREATE TABLE experimentRuns (
      experiment INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
      run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      PRIMARY KEY (experiment, run)
    ) WITHOUT ROWID;
    CREATE TABLE experimentFindings (
      experiment INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      claim TEXT NOT NULL,
      source TEXT NOT NULL,
      verdict TEXT NOT NULL,
      evidence TEXT NOT NULL,
      PRIMARY KEY (experiment, number)
    ) WITHOUT ROWID;
    CREATE TABLE experimentPoints (
      experiment INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
      panel INTEGER NOT NULL,
      curve INTEGER NOT NULL,
      number INTEGER NOT NULL,
      panelID TEXT NOT NULL,
      label TEXT NOT NULL,
      x REAL NOT NULL,
      y REAL,
      low REAL,
      high REAL,
      PRIMARY KEY (experiment, panel, curve, number)
    ) WITHOUT ROWID;

    """

  private static let series = """
    CREATE TABLE series (
      run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      pass INTEGER NOT NULL,
      step INTEGER NOT NULL,
      \(SeriesColumns.declarations),
      PRIMARY KEY (run, pass, step)
    ) WITHOUT ROWID;

    """

  private static let events = """
    CREATE TABLE events (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      pass INTEGER NOT NULL,
      step INTEGER,
      time TEXT NOT NULL,
      kind TEXT NOT NULL,
      detail TEXT
    );
    CREATE INDEX eventsByRun ON events (run, id);

    """

  private static let verdicts = """
    CREATE TABLE verdicts (
      run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      part TEXT NOT NULL,
      verdict TEXT NOT NULL,
      quantity TEXT NOT NULL,
      relation TEXT NOT NULL,
      required REAL,
      observed REAL,
      margin REAL,
      step INTEGER,
      reason TEXT NOT NULL,
      PRIMARY KEY (run, part)
    ) WITHOUT ROWID;

    """

  private static let weights = """
    CREATE TABLE weights (
      run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      pass INTEGER NOT NULL,
      step INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('teacher', 'start', 'kept', 'end')),
      file TEXT NOT NULL,
      PRIMARY KEY (run, pass, step, kind)
    ) WITHOUT ROWID;

    """

  private static let checkpoints = """
    CREATE TABLE checkpoints (
      run INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
      pass INTEGER NOT NULL,
      step INTEGER NOT NULL,
      memory TEXT NOT NULL,
      student TEXT NOT NULL,
      noise TEXT
    );

    """
}
