/// What a list request asks for: its filters, its order and its page.
struct PolicyQuery: Sendable, Equatable {
  enum Order: String, Sendable {
    case pattern
    case createdAt = "created_at"
  }

  var page = 1
  /// The default is the one that Cloudflare's API commonly has; the reference of this list names none.
  var perPage = 20
  var order = Order.createdAt
  var descending = false
  var pattern: String?
  var patternType: String?
  /// A text that the pattern or the comments contain; the letters A to Z match in both cases.
  var search: String?
  /// The flags asked for, by their column.
  var flags: [Field: Bool] = [:]

  init() {}

  /// Reads the parameters of a request; names that the reference does not list are ignored, as by the API.
  init(_ parameters: [(name: String, value: String)]) throws(Refusal) {
    for (name, value) in parameters {
      switch name {
      case "page": page = try Self.number(name, value, in: 1...1_000_000_000)
      case "per_page": perPage = try Self.number(name, value, in: Contract.perPage)
      case "order":
        guard let order = Order(rawValue: value) else { throw Self.invalid(name, "pattern or created_at") }
        self.order = order
      case "direction":
        guard ["asc", "desc"].contains(value) else { throw Self.invalid(name, "asc or desc") }
        descending = value == "desc"
      case "pattern": pattern = value
      case "search": search = value
      case "pattern_type":
        guard (Contract.patternTypes + [Contract.retiredPatternType]).contains(value) else {
          throw Self.invalid(name, "EMAIL, DOMAIN, IP or UNKNOWN")
        }
        patternType = value
      case "is_trusted_sender", "is_acceptable_sender", "is_exempt_recipient", "verify_sender":
        guard let flag = Bool(value), let field = Field(rawValue: name) else {
          throw Self.invalid(name, "true or false")
        }
        flags[field] = flag
      default: continue
      }
    }
  }

  private static func number(_ name: String, _ value: String, in range: ClosedRange<Int>) throws(Refusal) -> Int {
    guard let number = Int(value), range.contains(number) else {
      throw invalid(name, "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private static func invalid(_ name: String, _ wanted: String) -> Refusal {
    Refusal(400, .invalidValue, "\(name) must be \(wanted)", at: "/" + name)
  }
}
