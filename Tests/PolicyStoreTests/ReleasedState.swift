/// State files as the releases before this one left them, in SQL: never made by the code that is tested.
///
/// Whoever adds a migration adds the file that it begins with. What is here is never changed.
enum ReleasedState: String, CaseIterable, Sendable {
  case version1 = "1: drafts and history"
  case version2 = "2: suppressions"
  case version3 = "3: history is kept"
  case version4 = "4: what was submitted, by what it is about"

  /// What makes the file.
  var sql: String {
    switch self {
    case .version1:
      Self.migrations + Self.applied(.version1) + Self.firstTables + Self.firstRows
    case .version2:
      Self.version1.sql + Self.applied(.version2) + Self.suppressionTable + Self.suppressionRows
    case .version3:
      Self.version2.sql + Self.applied(.version3) + Self.keptHistory
    case .version4:
      Self.version3.sql + Self.applied(.version4) + Self.submissionKeys
    }
  }

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

  private static let submissionKeys = """
    CREATE TABLE submission_key (
      account INTEGER NOT NULL REFERENCES account,
      key BLOB NOT NULL,
      submission TEXT NOT NULL REFERENCES submission,
      PRIMARY KEY (account, key, submission)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX submission_unsettled ON submission (account, started_at) WHERE state IN ('unknown', 'not_seen');
    ALTER TABLE operation ADD COLUMN queued_at REAL NOT NULL DEFAULT 0;
    UPDATE operation SET queued_at = 800000200.0;
    INSERT INTO submission_key VALUES(1,CAST('pp0' AS BLOB),'s1');
    INSERT INTO submission_key VALUES(1,CAST('fc0ffee' AS BLOB),'s1');
    INSERT INTO submission_key VALUES(2,CAST('pp9' AS BLOB),'s2');
    INSERT INTO submission_key VALUES(2,CAST('fc0ffee' AS BLOB),'s2');

    """

  private static func applied(_ version: ReleasedState) -> String {
    "INSERT INTO grdb_migrations VALUES ('\(version.rawValue)');\n"
  }

  private static let migrations = "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);\n"

  /// The tables of the first release.
  private static let firstTables = #"""
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
    """#

  /// A draft with a deletion over an edit, a put and a post, one change undone; a second account that was sending.
  private static let firstRows = #"""
    INSERT INTO account VALUES(1,'https://api.example/client/v4','acme',9,4);
    INSERT INTO account VALUES(2,'http://127.0.0.1:8080/client/v4','acme',2,1);
    INSERT INTO operation VALUES(1,0,CAST('{"intent":{"delete":{"base":{"id":"p1",\#
    "is_acceptable_sender":true,"is_trusted_sender":false,"last_modified":"2025-01-02T03:04:05Z",\#
    "pattern":"billing@partner.example","is_regex":false,"pattern_type":"EMAIL","is_exempt_recipient":false,\#
    "created_at":"2025-01-02T03:04:05Z","modified_at":"2025-01-02T03:04:05Z","verify_sender":true},\#
    "suspended":{"replacesWhole":false,"changes":{"comments":"see SEC-42"}}}},"position":0}' AS BLOB));
    INSERT INTO operation VALUES(1,2,CAST('{"intent":{"create":{"_0":{"fields":{"pattern_type":"EMAIL",\#
    "pattern":"new@partner.example"},"queuedAt":"2026-05-06T07:08:09Z","placeholderID":"new1"}}},\#
    "position":2}' AS BLOB));
    INSERT INTO operation VALUES(1,1,CAST('{"position":1,\#
    "intent":{"edit":{"base":{"is_trusted_sender":false,"is_acceptable_sender":true,"id":"p2",\#
    "last_modified":"2025-01-02T03:04:05Z","pattern":".*@b\\.example","is_regex":false,\#
    "pattern_type":"EMAIL","is_exempt_recipient":false,"created_at":"2025-01-02T03:04:05Z",\#
    "modified_at":"2025-01-02T03:04:05Z","verify_sender":true},"_1":{"replacesWhole":true,\#
    "changes":{"pattern":"a@b.example"}}}}}' AS BLOB));
    INSERT INTO operation VALUES(2,0,CAST('{"position":0,"intent":{"delete":{"base":{"id":"p9",\#
    "is_acceptable_sender":true,"is_trusted_sender":false,"last_modified":"2025-01-02T03:04:05Z",\#
    "pattern":"billing@partner.example","is_regex":false,"pattern_type":"EMAIL","is_exempt_recipient":false,\#
    "created_at":"2025-01-02T03:04:05Z","modified_at":"2025-01-02T03:04:05Z",\#
    "verify_sender":true}}}}' AS BLOB));
    INSERT INTO change VALUES(1,1,817114886.31884133812,CAST('edit billing@partner.example' AS BLOB),\#
    CAST('{"title":"edit billing@partner.example","steps":[{"id":"p1","after":{"position":0,\#
    "intent":{"edit":{"_1":{"replacesWhole":false,"changes":{"comments":"see SEC-42"}},\#
    "base":{"is_trusted_sender":false,"is_exempt_recipient":false,"is_regex":false,"id":"p1",\#
    "created_at":"2025-01-02T03:04:05Z","pattern_type":"EMAIL","verify_sender":true,\#
    "pattern":"billing@partner.example","last_modified":"2025-01-02T03:04:05Z","is_acceptable_sender":true,\#
    "modified_at":"2025-01-02T03:04:05Z"}}}}}]}' AS BLOB));
    INSERT INTO change VALUES(1,2,817114886.31957650188,CAST('delete billing@partner.example' AS BLOB),\#
    CAST('{"steps":[{"before":{"intent":{"edit":{"base":{"is_trusted_sender":false,\#
    "is_exempt_recipient":false,"is_regex":false,"id":"p1","created_at":"2025-01-02T03:04:05Z",\#
    "pattern_type":"EMAIL","verify_sender":true,"pattern":"billing@partner.example",\#
    "last_modified":"2025-01-02T03:04:05Z","is_acceptable_sender":true,\#
    "modified_at":"2025-01-02T03:04:05Z"},"_1":{"replacesWhole":false,\#
    "changes":{"comments":"see SEC-42"}}}},"position":0},\#
    "after":{"intent":{"delete":{"base":{"is_trusted_sender":false,"is_exempt_recipient":false,\#
    "is_regex":false,"id":"p1","created_at":"2025-01-02T03:04:05Z","pattern_type":"EMAIL",\#
    "verify_sender":true,"pattern":"billing@partner.example","last_modified":"2025-01-02T03:04:05Z",\#
    "is_acceptable_sender":true,"modified_at":"2025-01-02T03:04:05Z"},"suspended":{"replacesWhole":false,\#
    "changes":{"comments":"see SEC-42"}}}},"position":0},"id":"p1"}],\#
    "title":"delete billing@partner.example"}' AS BLOB));
    INSERT INTO change VALUES(1,3,817114886.32021188737,CAST('edit .*@b\.example' AS BLOB),\#
    CAST('{"title":"edit .*@b\\.example","steps":[{"after":{"position":1,\#
    "intent":{"edit":{"base":{"modified_at":"2025-01-02T03:04:05Z","is_exempt_recipient":false,\#
    "pattern":".*@b\\.example","pattern_type":"EMAIL","created_at":"2025-01-02T03:04:05Z",\#
    "last_modified":"2025-01-02T03:04:05Z","is_regex":false,"is_trusted_sender":false,\#
    "is_acceptable_sender":true,"id":"p2","verify_sender":true},"_1":{"changes":{"pattern":"a@b.example"},\#
    "replacesWhole":true}}}},"id":"p2"}]}' AS BLOB));
    INSERT INTO change VALUES(1,4,817114886.32089829447,CAST('new new@partner.example' AS BLOB),\#
    CAST('{"title":"new new@partner.example","steps":[{"id":"new1",\#
    "after":{"intent":{"create":{"_0":{"placeholderID":"new1","fields":{"pattern":"new@partner.example",\#
    "pattern_type":"EMAIL"},"queuedAt":"2026-05-06T07:08:09Z"}}},"position":2}}]}' AS BLOB));
    INSERT INTO change VALUES(1,5,817114886.32171881199,CAST('drop 1 operation' AS BLOB),\#
    CAST('{"steps":[{"before":{"intent":{"edit":{"_1":{"replacesWhole":true,\#
    "changes":{"pattern":"a@b.example"}},"base":{"modified_at":"2025-01-02T03:04:05Z",\#
    "is_exempt_recipient":false,"pattern":".*@b\\.example","pattern_type":"EMAIL",\#
    "created_at":"2025-01-02T03:04:05Z","last_modified":"2025-01-02T03:04:05Z","is_regex":false,\#
    "is_trusted_sender":false,"is_acceptable_sender":true,"id":"p2","verify_sender":true}}},"position":1},\#
    "id":"p2"}],"title":"drop 1 operation"}' AS BLOB));
    INSERT INTO change VALUES(2,1,817114886.33054888252,CAST('delete billing@partner.example' AS BLOB),\#
    CAST('{"title":"delete billing@partner.example",\#
    "steps":[{"after":{"intent":{"delete":{"base":{"modified_at":"2025-01-02T03:04:05Z",\#
    "is_exempt_recipient":false,"pattern":"billing@partner.example","pattern_type":"EMAIL",\#
    "created_at":"2025-01-02T03:04:05Z","last_modified":"2025-01-02T03:04:05Z","is_regex":false,\#
    "is_trusted_sender":false,"is_acceptable_sender":true,"id":"p9","verify_sender":true}}},"position":0},\#
    "id":"p9"}]}' AS BLOB));
    INSERT INTO submission VALUES('s1',1,800000000.25,800000003.5,'applied',CAST('{"user":"ada",\#
    "reason":"SEC-42 Zoë","fingerprint":"c0ffee","encoding":"documented",\#
    "operations":[{"intent":{"delete":{"base":{"modified_at":"2025-01-02T03:04:05Z",\#
    "is_exempt_recipient":false,"pattern":"old.example","pattern_type":"DOMAIN",\#
    "created_at":"2025-01-02T03:04:05Z","last_modified":"2025-01-02T03:04:05Z","is_regex":false,\#
    "is_trusted_sender":false,"is_acceptable_sender":true,"id":"p0","verify_sender":true,\#
    "comments":"agreed in 2019"}}},"position":0}],"isFromDraft":true}' AS BLOB),\#
    CAST('{"deletes":[{"id":"p0"}]}' AS BLOB),CAST('{"serverErrors":[],"createdIDs":["n1"],\#
    "rayID":"8f00-FRA"}' AS BLOB),CAST('{"success":true}' AS BLOB));
    INSERT INTO submission VALUES('s2',2,800000100.0,800000100.0,'sending',CAST('{"encoding":"documented",\#
    "operations":[{"position":0,"intent":{"delete":{"base":{"modified_at":"2025-01-02T03:04:05Z",\#
    "is_exempt_recipient":false,"pattern":"billing@partner.example","pattern_type":"EMAIL",\#
    "created_at":"2025-01-02T03:04:05Z","last_modified":"2025-01-02T03:04:05Z","is_regex":false,\#
    "is_trusted_sender":false,"is_acceptable_sender":true,"id":"p9","verify_sender":true}}}}],\#
    "reason":"SEC-42 Zoë","fingerprint":"c0ffee","user":"ada","isFromDraft":true}' AS BLOB),\#
    CAST('{"deletes":[{"id":"p0"}]}' AS BLOB),CAST('{"serverErrors":[],"createdIDs":[]}' AS BLOB),NULL);
    """#

  /// What the second added.
  private static let suppressionTable = #"""
    CREATE TABLE suppression (
      account INTEGER NOT NULL REFERENCES account,
      policy_id BLOB NOT NULL,
      rule TEXT NOT NULL,
      reason BLOB NOT NULL,
      PRIMARY KEY (account, policy_id, rule)
    ) STRICT;
    """#

  /// One for each account.
  private static let suppressionRows = #"""
    INSERT INTO suppression VALUES(1,CAST('p1' AS BLOB),'stale',CAST('kept by contract ✓' AS BLOB));
    INSERT INTO suppression VALUES(2,CAST('p9' AS BLOB),'stale',CAST('x' AS BLOB));
    """#
}
