import Glibc
import Values

/// A folder that only its owner can look into, and the files that are made in it.
///
/// Modes are set outright, so that they do not depend on the umask.
struct PrivateFolder: Sendable {
  let path: String

  /// A folder that is taken as it is, whether it is there or not.
  init(existing path: String) {
    self.path = path
  }

  /// Makes the folder, and those above it that are missing, with mode 0700; one that is there keeps its mode.
  init(_ path: String) throws(Problem) {
    self.path = path
    var parents = path.split(separator: "/", omittingEmptySubsequences: true)[...]
    var missing: [String] = []
    while !parents.isEmpty {
      let folder = (path.hasPrefix("/") ? "/" : "") + parents.joined(separator: "/")
      if access(folder, F_OK) == 0 { break }
      missing.append(folder)
      parents.removeLast()
    }
    for folder in missing.reversed() {
      // Another process may have been faster.
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
        throw Problem.cannotUse(folder: path, because: errno)
      }
    }
    guard access(path + "/.", W_OK | X_OK) == 0 else { throw Problem.cannotUse(folder: path, because: errno) }
  }

  /// The path of a file in here that only its owner can read, made empty where it is missing.
  func file(_ name: String) throws(Problem) -> String {
    let file = "\(path)/\(name)"
    // O_EXCL, because an existing database is never opened here: closing that descriptor would release the locks that
    // SQLite holds on the file in this process.
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      close(descriptor)
    } else if errno != EEXIST {
      throw Problem.cannotUse(file: file, because: errno)
    }
    var status = stat()
    guard stat(file, &status) == 0 else { throw Problem.cannotUse(file: file, because: errno) }
    guard status.st_mode & 0o777 == 0o600 || chmod(file, 0o600) == 0 else {
      throw Problem.cannotUse(file: file, because: errno)
    }
    return file
  }
}
