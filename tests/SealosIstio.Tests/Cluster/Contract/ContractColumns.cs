namespace SealosIstio.Tests.Cluster.Contract;

public sealed class MemoryClusterReadTests : ReadContract<MemoryCluster>;

public sealed class FolderClusterReadTests : ReadContract<FolderCluster>;

public sealed class ApiClusterReadTests : ReadContract<ApiServer>;

public sealed class StrictApiClusterReadTests : ReadContract<StrictApiServer>;

public sealed class MemoryClusterApplyTests : ApplyContract<MemoryCluster>;

public sealed class FolderClusterApplyTests : ApplyContract<FolderCluster>;

public sealed class ApiClusterApplyTests : ApplyContract<ApiServer>;

public sealed class StrictApiClusterApplyTests : ApplyContract<StrictApiServer>;

public sealed class MemoryClusterOwnershipTests : OwnershipContract<MemoryCluster>;

public sealed class FolderClusterOwnershipTests : OwnershipContract<FolderCluster>;

public sealed class ApiClusterOwnershipTests : OwnershipContract<ApiServer>;

public sealed class StrictApiClusterOwnershipTests : OwnershipContract<StrictApiServer>;

public sealed class MemoryClusterPatchTests : PatchContract<MemoryCluster>;

public sealed class FolderClusterPatchTests : PatchContract<FolderCluster>;

public sealed class ApiClusterPatchTests : PatchContract<ApiServer>;

public sealed class StrictApiClusterPatchTests : PatchContract<StrictApiServer>;

public sealed class MemoryClusterDeleteTests : DeleteContract<MemoryCluster>;

public sealed class FolderClusterDeleteTests : DeleteContract<FolderCluster>;

public sealed class ApiClusterDeleteTests : DeleteContract<ApiServer>;

public sealed class StrictApiClusterDeleteTests : DeleteContract<StrictApiServer>;

public sealed class MemoryClusterGarbageCollectionTests : GarbageCollectionContract<MemoryCluster>;

public sealed class FolderClusterGarbageCollectionTests : GarbageCollectionContract<FolderCluster>;

public sealed class ApiClusterGarbageCollectionTests : GarbageCollectionContract<ApiServer>;

public sealed class StrictApiClusterGarbageCollectionTests : GarbageCollectionContract<StrictApiServer>;

public sealed class MemoryClusterWatchTests : WatchContract<MemoryCluster>;

public sealed class FolderClusterWatchTests : WatchContract<FolderCluster>;

public sealed class ApiClusterWatchTests : WatchContract<ApiServer>;

public sealed class StrictApiClusterWatchTests : WatchContract<StrictApiServer>;

public sealed class MemoryClusterDiscoveryTests : DiscoveryContract<MemoryCluster>;

public sealed class FolderClusterDiscoveryTests : DiscoveryContract<FolderCluster>;

public sealed class ApiClusterDiscoveryTests : DiscoveryContract<ApiServer>;

public sealed class StrictApiClusterDiscoveryTests : DiscoveryContract<StrictApiServer>;
