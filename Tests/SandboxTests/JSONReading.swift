@testable import Sandbox

extension JSONValue {
  subscript(_ member: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[member]
  }

  var items: [JSONValue] {
    guard case .array(let items) = self else { return [] }
    return items
  }

  var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  var number: Double? {
    guard case .number(let number) = self else { return nil }
    return number
  }

  var bool: Bool? {
    guard case .bool(let flag) = self else { return nil }
    return flag
  }
}
