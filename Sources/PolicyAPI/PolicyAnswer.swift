import PolicyCore

/// An answer about policies: the API's frame, and the one policy or the page of the list in it.
///
/// Read in one pass, policy by policy, so that one odd row hides no other.
struct PolicyAnswer: Sendable {
  enum Result: Sendable {
    case nothing
    /// Nil where it has no id that can be told.
    case one(AllowPolicy?)
    /// `leftOut` counts the rows without an id that can be told.
    case list([AllowPolicy], leftOut: Int)
  }

  private(set) var success = false
  private(set) var result = Result.nothing
  private(set) var info: PageInfo?

  init(_ answer: HTTPAnswer) throws(UnreadableAnswer) {
    guard !answer.body.isEmpty else { throw UnreadableAnswer("its body is empty") }
    var tokens = JSONTokens(forgiving: Array(answer.body))
    let oddity: String?
    do throws(JSONSyntaxError) {
      oddity = try read(&tokens)
    } catch {
      throw UnreadableAnswer("its body is no whole JSON: “\(answer.gist)”")
    }
    if let oddity { throw UnreadableAnswer("\(oddity) is not what the API's description says") }
  }

  /// Gives what it is that cannot be understood of a whole JSON text; nil if it can be.
  private mutating func read(_ tokens: inout JSONTokens) throws(JSONSyntaxError) -> String? {
    let first = try tokens.next()
    var oddity = first == .beginObject ? nil : "its body"
    var seen: Set<String> = []
    try first == .beginObject ? () : tokens.skip(first)
    while first == .beginObject, case .name(let name) = try tokens.next() {
      // Of two results one reader takes the first and another the last.
      guard seen.insert(name).inserted else {
        if ["success", "result"].contains(name) { oddity = name }
        _ = try Self.scalar(&tokens)
        continue
      }
      switch name {
      case "success":
        if case .bool(let flag) = try Self.scalar(&tokens) { success = flag } else { oddity = name }
      case "result": try readResult(&tokens)
      case "result_info": try readInfo(&tokens)
      default: _ = try Self.scalar(&tokens)
      }
    }
    // Throws where more than white space follows.
    _ = try tokens.next()
    return seen.contains("success") ? oddity : oddity ?? "success"
  }

  private mutating func readResult(_ tokens: inout JSONTokens) throws(JSONSyntaxError) {
    let first = try tokens.next()
    switch first {
    case .beginArray:
      var policies: [AllowPolicy] = []
      var leftOut = 0
      while true {
        let token = try tokens.next()
        if token == .endArray { break }
        if let policy = try AllowPolicy.reading(token, from: &tokens) {
          policies.append(policy)
        } else {
          leftOut += 1
        }
      }
      result = .list(policies, leftOut: leftOut)
    case .null: result = .nothing
    default: result = .one(try AllowPolicy.reading(first, from: &tokens))
    }
  }

  private mutating func readInfo(_ tokens: inout JSONTokens) throws(JSONSyntaxError) {
    let first = try tokens.next()
    guard first == .beginObject else { return try tokens.skip(first) }
    var found = PageInfo()
    while case .name(let name) = try tokens.next() {
      guard case .number(let digits) = try Self.scalar(&tokens) else { continue }
      switch name {
      case "total_count": found.totalCount = Int(digits)
      case "per_page": found.perPage = Int(digits)
      default: break
      }
    }
    info = found
  }

  /// The next value, or how it begins where it has parts, which are passed.
  private static func scalar(_ tokens: inout JSONTokens) throws(JSONSyntaxError) -> JSONToken {
    let token = try tokens.next()
    try tokens.skip(token)
    return token
  }
}
