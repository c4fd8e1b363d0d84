import Foundation
import Values

/// A folder that only its owner can look into, until it is removed.
struct TemporaryFolder {
  let path: String

  /// Throws a ``Problem`` of kind `storage` where the system's temporary folder cannot be written.
  init(prefix: String) throws(Problem) {
    let parent = NSTemporaryDirectory()
    path = (parent as NSString).appendingPathComponent("\(prefix)-\(UUID().uuidString.lowercased())")
    do {
      try FileManager.default.createDirectory(
        atPath: path,
        withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o700]
      )
    } catch {
      throw Problem(
        .storage,
        what: "No temporary folder could be made in \(parent).",
        advice: "Make room there, or set TMPDIR to a folder that can be written.",
        retry: .safe
      )
    }
  }

  /// Failing to remove it leaves rubbish behind, which is the system's to clear.
  func remove() {
    try? FileManager.default.removeItem(atPath: path)
  }
}
