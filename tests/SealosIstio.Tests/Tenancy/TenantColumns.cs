using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Tenancy;

public sealed class MemoryTenantProvisionTests : TenantProvisionContract<MemoryCluster>;

public sealed class FolderTenantProvisionTests : TenantProvisionContract<FolderCluster>;

public sealed class ApiTenantProvisionTests : TenantProvisionContract<ApiServer>;

public sealed class StrictApiTenantProvisionTests : TenantProvisionContract<StrictApiServer>;

public sealed class MemoryTenantQuotaTests : TenantQuotaContract<MemoryCluster>;

public sealed class FolderTenantQuotaTests : TenantQuotaContract<FolderCluster>;

public sealed class ApiTenantQuotaTests : TenantQuotaContract<ApiServer>;

public sealed class StrictApiTenantQuotaTests : TenantQuotaContract<StrictApiServer>;

public sealed class MemoryTenantIsolationTests : TenantIsolationContract<MemoryCluster>;

public sealed class FolderTenantIsolationTests : TenantIsolationContract<FolderCluster>;

public sealed class ApiTenantIsolationTests : TenantIsolationContract<ApiServer>;

public sealed class StrictApiTenantIsolationTests : TenantIsolationContract<StrictApiServer>;

public sealed class MemoryTenantNetworkTests : TenantNetworkContract<MemoryCluster>;

public sealed class FolderTenantNetworkTests : TenantNetworkContract<FolderCluster>;

public sealed class ApiTenantNetworkTests : TenantNetworkContract<ApiServer>;

public sealed class StrictApiTenantNetworkTests : TenantNetworkContract<StrictApiServer>;
