import Glibc

/// A small file beside the database that says: what lies here was found to be damaged while it was in use.
///
/// Reading all of a large file at every start would take too long. The next start that finds the mark does.
struct DamageMark {
  private let path: String

  init(of database: String) {
    path = "\(database).check"
  }

  var isSet: Bool { access(path, F_OK) == 0 }

  /// Sets the mark, with the reason in it for people.
  ///
  /// Where that fails there is nothing to be done about it: the problem itself is reported all the same.
  func set(_ damage: Damage) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    let text = damage.words + "\n"
    _ = write(descriptor, text, text.utf8.count)
    close(descriptor)
  }

  func clear() {
    unlink(path)
  }
}
