import JSONText
import Foundation
import PolicyCore
import Testing
import Policies

/// A request body as another reader of JSON sees it: the items of its arrays.
struct RequestItems {
  /// The members of the body's object, which has nothing but arrays of objects.
  let arrays: [String: [[String: Any]]]

  init(of operations: [DraftOperation], _ encoding: BatchEncoding = .documented) throws {
    let body = try BatchEncoder(encoding).body(for: BatchPlan(operations).ordered).data
    arrays = try #require(try JSONSerialization.jsonObject(with: body) as? [String: [[String: Any]]])
  }

  subscript(array: String) -> [[String: Any]] { arrays[array] ?? [] }
}
