/// Why a sandbox could not start or go on.
package enum SandboxError: Error, Equatable, CustomStringConvertible {
  /// The port is taken or may not be used; reason is the system's text.
  case cannotListen(port: Int, reason: String)
  /// The data file cannot be read or written; reason is the system's or SQLite's text.
  case dataFile(path: String, reason: String)
  /// The file is an SQLite database, but none that a sandbox of this version made.
  case foreignDataFile(path: String)
  /// The database in memory or on disk failed while the sandbox ran.
  case storage(reason: String)
  /// A change behind the API was not made; reason is what the API would have said.
  case notDone(reason: String)

  package var description: String {
    switch self {
    case .cannotListen(let port, let reason):
      "The sandbox cannot listen on 127.0.0.1:\(port): \(reason). Choose another port, or 0 for any free one."
    case .dataFile(let path, let reason):
      "The sandbox cannot use its data file \(path): \(reason). Name another file; this one was left as it is."
    case .foreignDataFile(let path):
      "\(path) is not a data file of this sandbox, and was left as it is. Name a new file."
    case .storage(let reason):
      "The sandbox could not use its database: \(reason)."
    case .notDone(let reason):
      "The sandbox left its policies as they were: \(reason)."
    }
  }
}
