using CsCheck;

namespace HeadlessCms.Tests.Contract.Fuzz;

/// <summary>What chance decides in one session of the fuzz: the same seed decides the same.</summary>
internal sealed class Draw(ulong seed)
{
    private readonly PCG _numbers = new(1, seed);

    /// <summary>A value of CsCheck's, whose generators seek the ends of what there is.</summary>
    public T Of<T>(Gen<T> gen) => gen.Generate(_numbers, null, out _);

    /// <summary>A number from 0, below <paramref name="end"/>.</summary>
    public int Below(int end) => (int)_numbers.Next((uint)end);

    /// <summary>True once in so many times.</summary>
    public bool OnceIn(int times) => Below(times) == 0;

    /// <summary>One of these.</summary>
    public T One<T>(IReadOnlyList<T> of) => of[Below(of.Count)];
}
