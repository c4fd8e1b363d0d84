/// The frame around every answer of the API.
enum Envelope {
  /// Gives the answer to a request that was carried out; result is JSON text.
  static func success(_ result: String, info: PageInfo? = nil) -> String {
    var text = "{\"success\":true,\"errors\":[],\"messages\":[],\"result\":" + result
    if let info { text += ",\"result_info\":" + info.rendered() }
    return text + "}"
  }

  /// Gives the answer to a request that was turned down.
  static func failure(_ items: [ErrorItem]) -> String {
    let errors = items.map { item in
      var text = "{\"code\":\(item.code.rawValue),\"message\":" + JSONText.literal(item.message)
      if let url = item.documentationURL { text += ",\"documentation_url\":" + JSONText.literal(url) }
      if let pointer = item.pointer { text += ",\"source\":{\"pointer\":" + JSONText.literal(pointer) + "}" }
      return text + "}"
    }
    return "{\"success\":false,\"errors\":[" + errors.joined(separator: ",") + "],\"messages\":[],\"result\":null}"
  }
}

/// Where a page stands in its list.
struct PageInfo: Sendable, Equatable {
  var page: Int
  var perPage: Int
  /// The number of policies on this page.
  var count: Int
  /// The number of policies that the filters let through.
  var totalCount: Int

  var totalPages: Int { (totalCount + perPage - 1) / perPage }

  func rendered() -> String {
    "{\"page\":\(page),\"per_page\":\(perPage),\"count\":\(count),\"total_count\":\(totalCount),"
      + "\"total_pages\":\(totalPages)}"
  }
}
