import Foundation
import GRDB

/// The policies of the sandbox's account, in SQLite.
///
/// Each policy is kept in columns, to be filtered and changed, and once more as the JSON that is served: joining texts
/// that exist makes a page of 1,000 in a millisecond or two, while encoding them anew would make a benchmark of loading
/// a benchmark of the sandbox.
final class PolicyTable: Sendable {
  let queue: DatabaseQueue

  /// Marks a data file as one of ours ("PSBX"), so that no other program's database is written to.
  private static let applicationID: Int32 = 0x5053_4258
  private static let schemaVersion = 1

  /// Opens a data file, or a table in memory where there is none; fills it with what is made for it if it is new.
  init(dataFile: String?, made: () -> [PolicyRecord]) throws(SandboxError) {
    do {
      queue = try dataFile.map(Self.open(file:)) ?? DatabaseQueue()
      try queue.write { db in
        guard try Int.fetchOne(db, sql: "PRAGMA user_version") == 0 else { return }
        try Self.create(db)
        try Self.fill(db, made())
      }
    } catch let error as SandboxError {
      throw error
    } catch {
      guard let dataFile else { throw .storage(reason: "\(error)") }
      throw .dataFile(path: dataFile, reason: "\(error)")
    }
  }

  private static func open(file path: String) throws -> DatabaseQueue {
    // The file is made first, since SQLite would make it readable to others; its journal takes the file's mode over.
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SandboxError.dataFile(path: path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    let ours = try queue.read { db in
      let isEmpty = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master") == 0
      let application = try Int32.fetchOne(db, sql: "PRAGMA application_id")
      let version = try Int.fetchOne(db, sql: "PRAGMA user_version")
      return isEmpty || (application == applicationID && version == schemaVersion)
    }
    guard ours else { throw SandboxError.foreignDataFile(path: path) }
    guard fchmod(descriptor, 0o600) == 0 else {
      throw SandboxError.dataFile(path: path, reason: String(cString: strerror(errno)))
    }
    return queue
  }

  private static func create(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE policy (
          id TEXT NOT NULL UNIQUE,
          pattern TEXT NOT NULL,
          pattern_type TEXT NOT NULL,
          is_regex INTEGER NOT NULL,
          is_trusted_sender INTEGER NOT NULL,
          is_acceptable_sender INTEGER NOT NULL,
          is_exempt_recipient INTEGER NOT NULL,
          verify_sender INTEGER NOT NULL,
          comments TEXT,
          created_at TEXT NOT NULL,
          last_modified TEXT,
          modified_at TEXT,
          created_micros INTEGER NOT NULL,
          rendered TEXT NOT NULL
        );
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(schemaVersion);
        """
    )
  }

  private static func fill(_ db: Database, _ made: [PolicyRecord]) throws {
    var made = made
    // In the order in which the list is read: a page is then a run of neighbours in the file, several times quicker.
    made.sort { ($0.createdMicros, $0.id) < ($1.createdMicros, $1.id) }
    let insert = try db.makeStatement(sql: insertSQL)
    for policy in made {
      insert.setUncheckedArguments(arguments(of: policy))
      try insert.execute()
    }
    // Built last: sorting once is quicker than keeping 100,000 entries in order.
    try db.execute(
      sql: """
        CREATE INDEX policy_by_creation ON policy (created_micros, id);
        CREATE INDEX policy_by_pattern ON policy (pattern, id);
        """
    )
  }

  // MARK: - Rows

  static let insertSQL = """
    INSERT INTO policy (pattern, pattern_type, is_regex, is_trusted_sender, is_acceptable_sender, is_exempt_recipient,
      verify_sender, comments, created_at, last_modified, modified_at, created_micros, rendered, id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  /// Takes the same arguments as the insertion; the id is the last.
  static let updateSQL = """
    UPDATE policy SET pattern = ?, pattern_type = ?, is_regex = ?, is_trusted_sender = ?, is_acceptable_sender = ?,
      is_exempt_recipient = ?, verify_sender = ?, comments = ?, created_at = ?, last_modified = ?, modified_at = ?,
      created_micros = ?, rendered = ?
    WHERE id = ?
    """

  static func arguments(of policy: PolicyRecord) -> StatementArguments {
    [
      policy.pattern, policy.patternType, policy.isRegex, policy.isTrustedSender, policy.isAcceptableSender,
      policy.isExemptRecipient, policy.verifySender, policy.comments, policy.createdAt, policy.lastModified,
      policy.modifiedAt, policy.createdMicros, policy.rendered(), policy.id,
    ]
  }

  static func policy(_ db: Database, id: String) throws -> PolicyRecord? {
    try Row.fetchOne(db, sql: "SELECT * FROM policy WHERE id = ?", arguments: [id]).map { row in
      PolicyRecord(
        id: row["id"],
        pattern: row["pattern"],
        patternType: row["pattern_type"],
        isRegex: row["is_regex"],
        isTrustedSender: row["is_trusted_sender"],
        isAcceptableSender: row["is_acceptable_sender"],
        isExemptRecipient: row["is_exempt_recipient"],
        verifySender: row["verify_sender"],
        comments: row["comments"],
        createdAt: row["created_at"],
        lastModified: row["last_modified"],
        modifiedAt: row["modified_at"],
        createdMicros: row["created_micros"]
      )
    }
  }
}
