import PolicyCore

@testable import PolicyAPI
import Policies

/// What a server says of a page beside its rows.
struct PageInfo {
  var totalCount: Int?
  var perPage: Int?
}

extension PolicyPage {
  init(policies: [AllowPolicy], info: PageInfo?) {
    self.init(PolicyTable(policies), totalCount: info?.totalCount, perPage: info?.perPage)
  }
}
