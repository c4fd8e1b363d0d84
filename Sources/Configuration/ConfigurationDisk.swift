import Foundation
import Glibc
import Values

/// The one place that reads the configuration from the disk.
enum ConfigurationDisk {
  /// A configuration of a thousand accounts is a tenth of this.
  private static let limit = 4 * 1024 * 1024

  /// The bytes of a file; nil where there is none.
  static func read(_ path: String) throws(Problem) -> Data? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw problem("\(path) cannot be read: \(String(cString: strerror(errno))).", "Check the file's permissions.")
    }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else {
      throw problem("\(path) is not a file of text.", "Put the configuration there, or take it away.")
    }
    guard status.st_mode & 0o022 == 0, status.st_uid == geteuid() || status.st_uid == 0 else {
      throw problem(
        "\(path) can be changed by others, who could so choose the server and the token command.",
        "Make it your own and run chmod go-w on it."
      )
    }
    do {
      return try Data(contentsOf: URL(filePath: path))
    } catch {
      throw problem("\(path) cannot be read: \(error.localizedDescription)", "Check the file's permissions.")
    }
  }

  private static func problem(_ what: String, _ advice: String) -> Problem {
    Problem(.usage, what: what, advice: advice)
  }
}
