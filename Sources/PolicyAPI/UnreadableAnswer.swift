import Foundation

/// Why the body of an answer cannot be read, to stand after "but".
struct UnreadableAnswer: Error {
  var reason: String

  init(_ reason: String) {
    self.reason = reason
  }

  static func decoded<Value: Decodable>(
    _ type: Value.Type,
    from answer: HTTPAnswer
  ) throws(UnreadableAnswer) -> Value {
    guard !answer.body.isEmpty else { throw UnreadableAnswer("its body is empty") }
    do {
      return try JSONDecoder().decode(type, from: answer.body)
    } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
      throw UnreadableAnswer("its body is no whole JSON: “\(answer.gist)”")
    } catch let error as DecodingError {
      throw UnreadableAnswer("\(place(of: error)) is not what the API's description says")
    } catch {
      throw UnreadableAnswer("its body cannot be read")
    }
  }

  /// Where in the body the trouble is, such as `result[3].is_regex`.
  private static func place(of error: DecodingError) -> String {
    let path: [any CodingKey] =
      switch error {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
        context.codingPath
      case .keyNotFound(let key, let context):
        context.codingPath + [key]
      @unknown default:
        []
      }
    let text = path.reduce(into: "") { text, key in
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
    return text.isEmpty ? "its body" : text
  }
}
