using Xunit.Abstractions;
using Xunit.Sdk;

namespace SealosIstio.Tests.Cluster.Contract;

/// <summary>A fact of the cluster contract: skipped, with the reason, on a cluster that isn't there.</summary>
[XunitTestCaseDiscoverer("SealosIstio.Tests.Cluster.Contract.ContractFactDiscoverer", "SealosIstio.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContractFactAttribute : FactAttribute;

/// <summary>
/// Finds the facts. xunit 2 knows the reason to skip only from the attribute, which the test classes of all clusters share; so the
/// test case asks the class's cluster.
/// </summary>
public sealed class ContractFactDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        ITestMethod testMethod,
        IAttributeInfo factAttribute
    ) =>
        [
            new ContractTestCase(
                messages,
                discoveryOptions.MethodDisplayOrDefault(),
                discoveryOptions.MethodDisplayOptionsOrDefault(),
                testMethod
            ),
        ];
}

/// <summary>One fact on one cluster.</summary>
public sealed class ContractTestCase : XunitTestCase
{
    [Obsolete("For deserialization by xunit.", error: true)]
    public ContractTestCase() { }

    public ContractTestCase(
        IMessageSink messages,
        TestMethodDisplay display,
        TestMethodDisplayOptions options,
        ITestMethod testMethod
    )
        : base(messages, display, options, testMethod) { }

    protected override string? GetSkipReason(IAttributeInfo factAttribute)
    {
        for (var type = TestMethod.TestClass.Class.ToRuntimeType(); type is not null; type = type.BaseType)
            if (type.GenericTypeArguments is [var cluster] && typeof(ContractCluster).IsAssignableFrom(cluster))
                return ((ContractCluster)Activator.CreateInstance(cluster)!).SkipReason;
        return base.GetSkipReason(factAttribute);
    }
}
