import Foundation
import Synchronization

/// Looks for a secret in everything that a program leaves behind, in each form in which it could have got there.
struct SecretSearch: Sendable {
  /// As it is, with percent escapes, as JSON writes it, in hexadecimal, and in the middle of a longer text in base64.
  let forms: [Data]

  init(_ secret: String) {
    let bytes = Array(secret.utf8)
    let escaped = secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? secret
    let escapedInQueries = secret.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? secret
    var texts = [secret, escaped, escaped.lowercased(), escapedInQueries, secret.replacing("/", with: "\\/")]
    texts.append(bytes.map { String(format: "%02x", $0) }.joined())
    for skipped in 0..<3 {
      // Base64 is three bytes at a time, counted from the start of whatever the secret stands in; what shares a group
      // with a neighbour is left out.
      let whole = bytes.dropFirst(skipped).prefix((bytes.count - skipped) / 3 * 3)
      let base64 = Data(whole).base64EncodedString()
      texts += [base64, base64.replacing("+", with: "-").replacing("/", with: "_")]
    }
    forms = Set(texts).map { Data($0.utf8) }
  }

  func isIn(_ data: Data) -> Bool { forms.contains { data.range(of: $0) != nil } }
  func isIn(_ text: String) -> Bool { isIn(Data(text.utf8)) }

  /// The files below a folder that hold it, in their contents or in their names.
  func files(below folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { name in
      isIn(name) || FileManager.default.contents(atPath: "\(folder)/\(name)").map(isIn) ?? false
    }
  }

  /// Watches the command lines of all processes, which anybody on the machine can read, until the task is cancelled;
  /// gives how many looks it took, and those lines that hold the secret.
  func watchCommandLines() -> Task<(looks: Int, found: Set<String>), Never> {
    Task.detached {
      var looks = 0
      var found: Set<String> = []
      while !Task.isCancelled {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for process in processes where process.allSatisfy(\.isNumber) {
          guard let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline"), isIn(line) else {
            continue
          }
          found.insert(String(decoding: line, as: UTF8.self).replacing("\0", with: " "))
        }
        looks += 1
        try? await Task.sleep(for: .milliseconds(20))
      }
      return (looks, found)
    }
  }
}
