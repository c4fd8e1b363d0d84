package import Foundation
import JSONText
import Policies
package import PolicyCore
package import Values

/// A plan in a file is read strictly: what is accepted says the same to every reader.
extension SavedPlan {
  /// Whether bytes are meant as a plan: an object that says so in its first member.
  package static func isOne(_ data: Data) -> Bool {
    // Not more of it, or a character might be cut in two.
    guard var tokens = try? JSONTokens([UInt8](data.prefix(40))), (try? tokens.next()) == .beginObject else {
      return false
    }
    return (try? tokens.next()) == .name(mark)
  }

  /// Reads a file's bytes.
  ///
  /// Throws a ``Problem`` of kind `invalid` where they are no plan, or one of another version. Whether it is as it was
  /// written is found out where it is used.
  package init(_ data: Data) throws(Problem) {
    guard data.count <= BatchFile.maximumSize else { throw .noPlan("it is too large") }
    let read: Result<SavedPlan, Problem>
    do throws(JSONSyntaxError) {
      var reader = PlanFileReader([UInt8](data), try JSONTokens([UInt8](data)))
      read = try reader.read()
    } catch {
      throw .noPlan("it is not JSON: \(error.what)")
    }
    self = try read.get()
  }
}

/// Takes the members of a plan apart.
private struct PlanFileReader {
  private let bytes: [UInt8]
  private var tokens: JSONTokens
  private var texts: [String: String] = [:]
  private var members: [String: Range<Int>] = [:]
  private var version: String?

  init(_ bytes: [UInt8], _ tokens: JSONTokens) {
    self.bytes = bytes
    self.tokens = tokens
  }

  mutating func read() throws(JSONSyntaxError) -> Result<SavedPlan, Problem> {
    guard try tokens.next() == .beginObject else { return .failure(.noPlan("it is no object")) }
    while case .name(let name) = try tokens.next() {
      guard members[name] == nil else { return .failure(.noPlan("\(name.shortened) stands there twice")) }
      let token = try tokens.next()
      let start = tokens.offset
      if case .string(let text) = token { texts[name] = text }
      if case .number(let text) = token, name == SavedPlan.mark { version = text }
      if name == "account", token == .beginObject { try readAccount() } else { try tokens.skip(token) }
      // The end of a value that is an object or an array is where its last step was.
      members[name] = start..<(tokens.offset + 1)
    }
    _ = try tokens.next()
    return plan()
  }

  private mutating func readAccount() throws(JSONSyntaxError) {
    while case .name(let name) = try tokens.next() {
      let token = try tokens.next()
      if case .string(let text) = token { texts["account/\(name)"] = text }
      try tokens.skip(token)
    }
  }

  private func plan() -> Result<SavedPlan, Problem> {
    guard version == String(SavedPlan.version) else {
      return .failure(.noPlan("it is of version \(version?.shortened ?? "none"), and this program writes 1"))
    }
    guard let baseURL = texts["account/base_url"], let accountID = texts["account/account_id"],
      let encoding = texts["encoding"].flatMap({ BatchEncoding(rawValue: $0) }), let fingerprint = texts["fingerprint"],
      let batch = members["batch"], let bases = members["bases"]
    else { return .failure(.noPlan("account, encoding, fingerprint, batch or bases are missing")) }
    do throws(Problem) {
      return .success(
        SavedPlan(
          account: AccountKey(baseURL: baseURL, accountID: accountID),
          encoding: encoding,
          scope: texts["scope"],
          fingerprint: fingerprint,
          batch: try BatchFile(Data(bytes[batch])),
          bases: try policies(bases)
        )
      )
    } catch {
      return .failure(error)
    }
  }

  private func policies(_ range: Range<Int>) throws(Problem) -> [AllowPolicy] {
    do {
      return try JSONDecoder().decode([AllowPolicy].self, from: Data(bytes[range]))
    } catch {
      throw .noPlan("its bases are no policies")
    }
  }
}

extension Problem {
  fileprivate static func noPlan(_ why: String) -> Problem {
    Problem(
      .invalid,
      what: "The file is no plan that can be used: \(why).",
      advice: "Nothing was sent. Make the plan anew with `postern plan FILE --output PLAN`."
    )
  }
}
