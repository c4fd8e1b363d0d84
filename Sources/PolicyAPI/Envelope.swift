import Policies
import Values

/// The frame around every answer of the API, of which everything but `success` may be missing.
struct Envelope<Result: Decodable & Sendable>: Decodable, Sendable {
  var success: Bool
  var errors: [ServerError]
  var result: Result?

  private enum CodingKeys: String, CodingKey {
    case success
    case errors
    case result
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    success = try container.decode(Bool.self, forKey: .success)
    errors = (try? container.decodeIfPresent([ErrorItem].self, forKey: .errors))?.map(\.serverError) ?? []
    result = try container.decodeIfPresent(Result.self, forKey: .result)
  }
}

/// Stands for a result that is not read: any JSON value passes, null and a missing one as well.
struct Unread: Decodable, Sendable {
  init(from decoder: any Decoder) throws {}
}

/// One item of the envelope's `errors`, read as far as it can be.
private struct ErrorItem: Decodable {
  let serverError: ServerError

  private enum CodingKeys: String, CodingKey {
    case code
    case message
    case documentationURL = "documentation_url"
    case source
    case chain = "error_chain"
  }

  private struct Source: Decodable {
    var pointer: String?
  }

  init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      serverError = ServerError(message: text)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let message = (try? container.decodeIfPresent(String.self, forKey: .message)) ?? "no message"
    // The reason often stands only in the chain: "Invalid request headers" over "Invalid format for …".
    let causes = (try? container.decodeIfPresent([ErrorItem].self, forKey: .chain)) ?? []
    serverError = ServerError(
      code: try? container.decodeIfPresent(Int.self, forKey: .code),
      message: ([message] + causes.map(\.serverError.message)).joined(separator: ": "),
      documentationURL: try? container.decodeIfPresent(String.self, forKey: .documentationURL),
      pointer: (try? container.decodeIfPresent(Source.self, forKey: .source))?.pointer
    )
  }
}

/// What a batch's result says of created policies; the other arrays are not read.
struct BatchResult: Decodable, Sendable {
  /// The ids of the created policies, up to the first that cannot be read, so that the n-th belongs to the n-th post.
  var createdIDs: [PolicyID]

  private enum CodingKeys: String, CodingKey {
    case posts
  }

  private struct Created: Decodable {
    var id: PolicyID?

    private enum CodingKeys: String, CodingKey {
      case id
    }

    init(from decoder: any Decoder) throws {
      id = try? decoder.container(keyedBy: CodingKeys.self).decode(PolicyID.self, forKey: .id)
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try? decoder.container(keyedBy: CodingKeys.self)
    let posts = (try? container?.decodeIfPresent([Created].self, forKey: .posts)) ?? []
    createdIDs = Array(posts.lazy.map(\.id).prefix { $0 != nil }.compactMap { $0 })
  }
}
