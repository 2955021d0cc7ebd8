# Draws the scaling figure:
#   gnuplot -e "kind='png'; data='Benchmarks/results'; result='docs/images/bench-scaling.png'" Benchmarks/scaling.gp
if (kind eq "svg") {
  set terminal svg size 1000,720 font "DejaVu Sans,13" background "white" enhanced
} else {
  set terminal pngcairo size 1500,1080 font "DejaVu Sans,17" background "white" enhanced
}
set output result
byd = data."/scaling-dimension.dat"
byb = data."/scaling-batch.dat"
# Two series told apart by mark, line style and darkness.
set style line 1 lc rgb "#1b4f9c" lw 2 pt 7 ps 0.9
set style line 2 lc rgb "#d08a3c" lw 2 pt 4 ps 1.0 dt (8,4)
set style line 3 lc rgb "#333333" lw 2 pt 9 ps 1.0
set style line 9 lc rgb "#555555" lw 1.8 dt (2,4)
set grid xtics ytics back lt 1 lw 0.8 lc rgb "#cccccc"
set tics nomirror
set border 3
set key top left reverse Left samplen 2.5
set xlabel "d" offset 0,0.5
stats byd using 1:2 nooutput
last_d = STATS_max_x
last_t = STATS_max_y
set multiplot layout 2,2 margins 0.07,0.98,0.075,0.945 spacing 0.09,0.14

set logscale xy
set xrange [45:last_d * 1.12]
set xtics (50, 100, 200, 500, 1000, 3000)
set format y "%g"
set title "Milliseconds a step, B = 256"
set ylabel "ms" offset 1.5
plot byd using 1:3 with linespoints ls 2 title "instrumented", \
     byd using 1:2 with linespoints ls 1 title "bare", \
     last_t * 0.5 * (x / last_d)**2 with lines ls 9 title "slope 2"

unset logscale y
set yrange [0:*]
set title "Instrumented over bare, B = 256"
set ylabel "ratio" offset 0.3
set key off
plot byd using 1:($3/$2) with linespoints ls 3

set logscale y
set yrange [*:*]
set key on top left
set title "Milliseconds a step, d = 300"
set ylabel "ms" offset 1.5
set xlabel "B" offset 0,0.5
set xrange [14:1150]
set xtics (16, 32, 64, 128, 256, 512, 1024)
plot byb using 1:3 with linespoints ls 2 title "instrumented", \
     byb using 1:2 with linespoints ls 1 title "bare"

set title "Peak memory of the process, B = 256"
set ylabel "MB" offset 1.5
set xlabel "d" offset 0,0.5
set xrange [45:last_d * 1.12]
set xtics (50, 100, 200, 500, 1000, 3000)
set yrange [1:*]
plot byd using 1:4 with linespoints ls 3 title "measured", \
     8 * x**2 / 1e6 with lines ls 9 title "one d × d matrix"
unset multiplot
