using System.Text.RegularExpressions;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Architecture;

/// <summary>The audit trail grows and is never changed: no statement of the product, of a migration neither, touches a row that is there.</summary>
public sealed partial class AuditTrailTests
{
    [Fact]
    public void Nothing_changes_or_removes_a_row_of_the_trail()
    {
        var sql = House.Files.SelectMany(file => CSharpText.Strings(file.Text).Select(text => (file.Path, Text: text)))
            .Concat(Directory.EnumerateFiles(Repository.Locate(House.Project + "Platform/Storage/Migrations"), "*.sql").Select(file => (Path: file, Text: File.ReadAllText(file))))
            .ToList();
        Assert.Contains(sql, one => one.Text.Contains("INSERT INTO audit (", StringComparison.Ordinal));
        Assert.Contains(sql, one => one.Text.Contains("CREATE TABLE audit\n", StringComparison.Ordinal));

        Assert.Empty(sql.Where(one => Changes().IsMatch(one.Text)).Select(one => one.Path));
    }

    [Theory]
    [InlineData("UPDATE audit SET before = NULL")]
    [InlineData("update audit as a set after = null")]
    [InlineData("DELETE FROM audit WHERE at < @at")]
    [InlineData("DELETE\nFROM\n  audit")]
    [InlineData("TRUNCATE TABLE audit")]
    [InlineData("TRUNCATE changes, audit")]
    [InlineData("DROP TABLE IF EXISTS audit")]
    [InlineData("ALTER TABLE audit RENAME TO audit_old")]
    [InlineData("INSERT OR REPLACE INTO audit (seq) VALUES (1)")]
    [InlineData("REPLACE INTO audit (seq) VALUES (1)")]
    [InlineData("MERGE INTO audit AS a USING rows")]
    [InlineData("INSERT INTO audit (seq) VALUES (1) ON CONFLICT (seq) DO UPDATE SET hash = excluded.hash")]
    [InlineData("DELETE FROM {table} WHERE seq < @seq")]
    [InlineData("UPDATE ONLY audit SET before = NULL")]
    [InlineData("DELETE FROM \"audit\"")]
    [InlineData("DELETE FROM public.audit")]
    [InlineData("DELETE FROM ONLY \"main\" . \"audit\"")]
    [InlineData("ALTER TABLE IF EXISTS ONLY public.audit DROP COLUMN before")]
    [InlineData("INSERT INTO public.\"audit\" (seq) VALUES (1) ON CONFLICT (seq) DO UPDATE SET hash = excluded.hash")]
    public void A_statement_that_does_is_found(string sql) => Assert.Matches(Changes(), sql);

    [Theory]
    [InlineData("INSERT INTO audit (seq) VALUES (1)")]
    [InlineData("SELECT seq FROM audit ORDER BY seq")]
    [InlineData("INSERT INTO audit_end (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq")]
    [InlineData("UPDATE articles SET state = @state WHERE EXISTS (SELECT 1 FROM audit)")]
    public void What_adds_or_reads_is_fine(string sql) => Assert.DoesNotMatch(Changes(), sql);

    // A table whose name is put in later may be this one.
    [GeneratedRegex(
        @"\b(UPDATE|DELETE\s+FROM|(DROP|ALTER)\s+TABLE(\s+IF\s+EXISTS)?|INSERT\s+OR\s+REPLACE\s+INTO|REPLACE\s+INTO|MERGE\s+INTO)\s+(ONLY\s+)?(""?\w+""?\s*\.\s*)?(""?audit\b|""?\{)"
        + @"|\bTRUNCATE\b[^;]*\baudit\b|\bINSERT\s+INTO\s+(""?\w+""?\s*\.\s*)?""?audit\b[\s\S]*\bDO\s+UPDATE\b", RegexOptions.IgnoreCase)]
    private static partial Regex Changes();
}
