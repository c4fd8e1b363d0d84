import Foundation
import GRDB

/// The tables of `state.sqlite`, one migration for each change to them.
///
/// A migration that was released never changes.
///
/// Texts that people or servers wrote are stored as JSON or as UTF-8 bytes: as SQL texts they would end at a NUL.
enum StateSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: drafts and history") { database in
      try database.execute(sql: draftsAndHistory)
    }
    migrator.registerMigration("2: suppressions") { database in
      try database.execute(sql: suppressions)
    }
    // Checked at once: the check of the whole file that GRDB makes otherwise is not needed where no row changes.
    migrator.registerMigration("3: history is kept", foreignKeyChecks: .immediate) { database in
      try database.execute(sql: keptHistory)
    }
    migrator.registerMigration("4: what was submitted, by what it is about", foreignKeyChecks: .immediate) { database in
      try database.execute(sql: submissionKeys)
      try fileSubmissions(in: database)
    }
    migrator.registerMigration("5: history as a chain", foreignKeyChecks: .immediate) { database in
      try database.execute(sql: chains)
      try EventTable(database: database).begin()
    }
    return migrator
  }

  /// The events of submissions, in chains; see ``PolicyCore/HistoryChain``.
  ///
  /// Chain 1 is this file's own, the others were imported; only these have bodies, which may come later.
  ///
  /// Short, as the whole schema must fit into the file's first page, which is what a rescue puts in the place of one that
  /// is gone. So neither a chain's name nor an event that takes another's place is refused: following the chain tells.
  private static let chains = """
    CREATE TABLE chain (id INTEGER PRIMARY KEY, origin TEXT NOT NULL) STRICT;

    CREATE TABLE event (
    chain INTEGER NOT NULL, sequence INTEGER NOT NULL, submission BLOB, hash TEXT, json BLOB, bodies BLOB
    ) STRICT;

    CREATE UNIQUE INDEX event_place ON event (chain, sequence);

    CREATE INDEX event_about ON event (submission);

    CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'never deleted'); END;

    CREATE TRIGGER event_same BEFORE UPDATE OF chain, sequence, submission, hash, json ON event
    BEGIN SELECT RAISE(ABORT, 'never altered'); END;
    """

  /// By what a submission is found that did the same before; see ``PolicyCore/SubmissionKey``.
  ///
  /// `queued_at` is when a person last had the operation queued or changed.
  private static let submissionKeys = """
    CREATE TABLE submission_key (
      account INTEGER NOT NULL REFERENCES account,
      key BLOB NOT NULL,
      submission TEXT NOT NULL REFERENCES submission,
      PRIMARY KEY (account, key, submission)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX submission_unsettled ON submission (account, started_at) WHERE state IN ('unknown', 'not_seen');

    ALTER TABLE operation ADD COLUMN queued_at REAL NOT NULL DEFAULT 0;
    """

  /// Files what was submitted before there were keys, and takes the drafts for queued now.
  private static func fileSubmissions(in database: Database) throws {
    try database.execute(
      sql: "UPDATE operation SET queued_at = ?",
      arguments: [Date.now.timeIntervalSinceReferenceDate]
    )
    let rows = try Row.fetchCursor(database, sql: SubmissionRow.selection)
    while let row = try rows.next() {
      let account: Int64 = try row.decode(atIndex: 1)
      // What cannot be read is the business of whoever looks for damage.
      guard let record = try? SubmissionRow(row).record() else { continue }
      try SubmissionTable(database: database).file(record, account: account)
    }
  }

  /// Submissions only grow: what was sent, by whom and when is never altered, and none is deleted.
  ///
  /// An insert is refused where it would take another one's place, as REPLACE would.
  private static let keptHistory = """
    CREATE TRIGGER submission_is_not_deleted BEFORE DELETE ON submission
    BEGIN SELECT RAISE(ABORT, 'a submission is never deleted'); END;

    CREATE TRIGGER submission_is_not_altered
    BEFORE UPDATE OF id, account, started_at, intent, request ON submission
    BEGIN SELECT RAISE(ABORT, 'what was submitted is never altered'); END;

    CREATE TRIGGER submission_is_not_replaced BEFORE INSERT ON submission
    WHEN EXISTS (SELECT 1 FROM submission WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'a submission is never replaced'); END;

    CREATE INDEX submission_being_sent ON submission (account, started_at) WHERE state = 'sending';
    """

  /// Which findings somebody has accepted, and why.
  private static let suppressions = """
    CREATE TABLE suppression (
      account INTEGER NOT NULL REFERENCES account,
      policy_id BLOB NOT NULL,
      rule TEXT NOT NULL,
      reason BLOB NOT NULL,
      PRIMARY KEY (account, policy_id, rule)
    ) STRICT;
    """

  /// The tables of the first release.
  ///
  /// `log_cursor` is the sequence of the last change that is in effect: undo moves it down, redo up.
  /// Times are seconds since 1 January 2001, UTC, which is what keeps a date exact.
  private static let draftsAndHistory = """
    CREATE TABLE account (
      id INTEGER PRIMARY KEY,
      base_url TEXT NOT NULL,
      account_id TEXT NOT NULL,
      draft_revision INTEGER NOT NULL DEFAULT 0,
      log_cursor INTEGER NOT NULL DEFAULT 0,
      UNIQUE (base_url, account_id)
    ) STRICT;

    CREATE TABLE operation (
      account INTEGER NOT NULL REFERENCES account,
      position INTEGER NOT NULL,
      json BLOB NOT NULL,
      PRIMARY KEY (account, position)
    ) STRICT;

    CREATE TABLE change (
      account INTEGER NOT NULL REFERENCES account,
      sequence INTEGER NOT NULL,
      at REAL NOT NULL,
      title BLOB NOT NULL,
      json BLOB NOT NULL,
      PRIMARY KEY (account, sequence)
    ) STRICT;

    CREATE TABLE submission (
      id TEXT NOT NULL PRIMARY KEY,
      account INTEGER NOT NULL REFERENCES account,
      started_at REAL NOT NULL,
      updated_at REAL NOT NULL,
      state TEXT NOT NULL,
      intent BLOB NOT NULL,
      request BLOB NOT NULL,
      outcome BLOB NOT NULL,
      response BLOB
    ) STRICT;

    CREATE INDEX submission_by_account ON submission (account, started_at);
    """
}
